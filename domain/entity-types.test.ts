import { expect, it } from 'vitest';
import { ENTITY_TYPES as CANONICAL } from '../privacy/canon/canonical-forms.js';
import { ENTITY_TYPES, isEntityType } from './entity-types.js';

it('names the entity types that have a canonical form, and no other', () => {
  expect([...ENTITY_TYPES].sort()).toEqual([...CANONICAL].sort());
  expect(ENTITY_TYPES.every(isEntityType)).toBe(true);
  expect(isEntityType('listing')).toBe(false);
});

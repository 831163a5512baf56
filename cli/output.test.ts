import { describe, expect, it } from 'vitest';
import { refusedExit } from './output.js';

describe('the exit code of what was refused', () => {
  it('is 4 where rules refused it, and else that of the error that ended it', () => {
    expect(refusedExit(['S05'])).toBe(4);
    expect(refusedExit(['C03', 'M02'])).toBe(4);
    expect(refusedExit([])).toBe(4);
    expect(refusedExit(['SqlRefused'])).toBe(4);
    expect(refusedExit(['SourceMalformed'])).toBe(2);
    expect(refusedExit(['StoreUnavailable'])).toBe(1);
    expect(refusedExit(['DigestMismatch'])).toBe(5);
    expect(refusedExit(['TypeError'])).toBe(1);
  });
});

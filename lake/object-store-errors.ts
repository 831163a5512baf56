import { SluisError } from '../domain/errors.js';

export function objectMissing(key: string): SluisError {
  return new SluisError('ObjectMissing', `Object ${key} is not in the store.`, { key });
}

export function storeUnavailable(key: string, what: string): SluisError {
  return new SluisError(
    'StoreUnavailable',
    `Object ${key}: ${what}. Try again; see whether the store runs.`,
    { key },
  );
}

export function keyTaken(key: string): SluisError {
  return new SluisError(
    'ObjectExists',
    `Object ${key} cannot be stored: the name is a folder, or below an object.`,
    {
      key,
    },
  );
}

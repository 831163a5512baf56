/**
 * The one table of errors. Interceptors map a SluisError to Temporal, the command line to an exit code.
 * A message says what happened, to which id, and what to do next: ids, codes, counts, lines, never a value of a source.
 */
export type ErrorFamily =
  | 'Refused'
  | 'Forbidden'
  | 'Invalid'
  | 'Conflict'
  | 'NotFound'
  | 'Transient'
  | 'Integrity';

export interface FamilyTraits {
  readonly retry: boolean;
  readonly benign: boolean;
  readonly http: number;
  readonly exit: number;
}

export const FAMILIES: Readonly<Record<ErrorFamily, FamilyTraits>> = {
  Refused: { retry: false, benign: true, http: 403, exit: 4 },
  Forbidden: { retry: false, benign: true, http: 403, exit: 3 },
  Invalid: { retry: false, benign: true, http: 400, exit: 2 },
  Conflict: { retry: false, benign: false, http: 409, exit: 1 },
  NotFound: { retry: false, benign: false, http: 404, exit: 1 },
  Transient: { retry: true, benign: false, http: 503, exit: 1 },
  Integrity: { retry: false, benign: false, http: 500, exit: 5 },
};

export const ERROR_CODES = {
  PolicyRefused: 'Refused',
  NotProtectable: 'Refused',
  SqlRefused: 'Refused',
  KeyDestroyed: 'Refused',
  FourEyes: 'Forbidden',
  RoleMissing: 'Forbidden',
  DemoOnly: 'Forbidden',
  TokenRefused: 'Forbidden',
  ContractInvalid: 'Invalid',
  SourceMalformed: 'Invalid',
  SpecInvalid: 'Invalid',
  ThemeInvalid: 'Invalid',
  UsageInvalid: 'Invalid',
  AlreadyDecided: 'Conflict',
  RequestClosed: 'Conflict',
  StaleHash: 'Conflict',
  CatalogConflict: 'Conflict',
  ObjectExists: 'Conflict',
  SourceUnknown: 'NotFound',
  ThemeUnknown: 'NotFound',
  RequestUnknown: 'NotFound',
  DeliveryUnknown: 'NotFound',
  RunUnknown: 'NotFound',
  ReleaseUnknown: 'NotFound',
  DatasetUnknown: 'NotFound',
  ObjectMissing: 'NotFound',
  KeyUnavailable: 'Transient',
  StoreUnavailable: 'Transient',
  CatalogUnavailable: 'Transient',
  TemporalUnavailable: 'Transient',
  ServerUnavailable: 'Transient',
  DigestMismatch: 'Integrity',
  ChainBroken: 'Integrity',
  AttackSucceeded: 'Integrity',
} as const satisfies Record<string, ErrorFamily>;
export type ErrorCode = keyof typeof ERROR_CODES;

export class SluisError extends Error {
  override readonly name = 'SluisError';
  readonly code: ErrorCode;
  /** Ids, codes, counts and positions that a caller may show; never a value of a source. */
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;

  constructor(code: ErrorCode, message: string, details: SluisError['details'] = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }

  get family(): ErrorFamily {
    return ERROR_CODES[this.code];
  }
}

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERROR_CODES, value);
}

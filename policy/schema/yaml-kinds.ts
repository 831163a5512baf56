import type { ErrorCode } from '../../domain/errors.js';

/** What a YAML text is read as: the code of its errors, and the last line of their message: what to do next. */
export interface YamlKind {
  readonly code: ErrorCode;
  readonly next: string;
}

export const CONTRACT_YAML: YamlKind = {
  code: 'ContractInvalid',
  next: 'What a contract may hold: sluis contracts schema. Once it is corrected: sluis check CONTRACT',
};

export const LINKAGE_YAML: YamlKind = {
  code: 'ContractInvalid',
  next: 'A whole linkage domain: demo/linkage-domains/instroom-drugs.yaml. Once it is corrected: sluis onboard FILE',
};

export const THEME_YAML: YamlKind = {
  code: 'ThemeInvalid',
  next: 'A whole theme: themes/instroom-drugs/theme.yaml. Once it is corrected: sluis themes show THEME',
};

export const TABLE_YAML: YamlKind = {
  code: 'SpecInvalid',
  next: 'What a table may hold: docs/disclosure-control.md. Once it is corrected, give the same command again.',
};

import { isErrorCode } from '../domain/errors.js';
import type { ToldFailure } from '../operations/failed-step.js';
import { errorText, meaningOf } from './error-text.js';
import type { Language } from './language.js';
import { FAILURES } from './texts/failures.js';
import { stateWord } from './texts/states.js';

/** A step that failed, as people read it: at which step, with which code, what happened and what to do next. */
export function failureText(failure: ToldFailure | null, language: Language): readonly string[] {
  if (failure === null) return [];
  const { step, code, message } = failure;
  const say = FAILURES[language];
  const head = step === null ? say.failed(code) : say.failedAt(stateWord(step, language), code);
  return [head, ...told(code, message, language).map((line) => `  ${line}`)];
}

function told(code: string, message: string | null, language: Language): readonly string[] {
  if (!isErrorCode(code)) return [FAILURES[language].unforeseen];
  if (message !== null) return errorText({ code, message }, language).split('\n');
  const { happened, next } = meaningOf(code, language);
  return [happened, next];
}

/** `3pm`, `15:00`, `9.30 am`, `17h`, `noon`; a bare number only behind `at`. */
const TIME = String.raw`(?:(?:at |@ ?)?(?:\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m\b\.?|\d{1,2}:\d{2}|\d{1,2}h(?:\d{2})?\b|noon\b)|(?:at |@ ?)\d{1,2}\b)`;

const AT_START = new RegExp(`^${TIME}`, 'i');
const AT_END = new RegExp(String.raw`\s+${TIME}$`, 'i');
const ALONE = new RegExp(`^${TIME}$`, 'i');

/** The time of day that the words begin with, as it was typed; null where they begin with none. */
export function timeAtStart(words: string): string | null {
  return AT_START.exec(words)?.[0] ?? null;
}

/** The words without the time of day behind them: `yesterday 3pm` -> `yesterday`. */
export function withoutTime(words: string): string {
  return words.replace(AT_END, '');
}

export function isTime(words: string): boolean {
  return ALONE.test(words);
}

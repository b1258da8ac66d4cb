/** Is this a language and region that numbers and dates can be written in, such as `en-US`? */
export function isLocale(words: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(words).length === 1;
  } catch {
    return false;
  }
}

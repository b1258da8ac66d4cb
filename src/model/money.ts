/** Money is a whole number of minor units (cents, or yen where there are none) with an ISO 4217 currency. */

/** Digits after the decimal sign: 2 for EUR, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

const formats = new Map<string, Intl.NumberFormat>();
const formatOf = (currency: string, locale: string, whole: boolean): Intl.NumberFormat => {
  const key = `${currency} ${locale} ${String(whole)}`;
  const made =
    formats.get(key) ??
    new Intl.NumberFormat(locale, { style: 'currency', currency, ...(whole && { maximumFractionDigits: 0 }) });
  formats.set(key, made);
  return made;
};

/** `€12,000` or `€1,200.50`: the fraction is shown only where there is one. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const major = minor / 10 ** fractionDigits(currency);
  return formatOf(currency, locale, Number.isInteger(major)).format(major);
}

/** The amount as somebody would type it into a form: `1200.50`. With three decimals a fourth tells it from thousands. */
export function editableMoney(minor: number, currency: string): string {
  const digits = fractionDigits(currency);
  const major = minor / 10 ** digits;
  return Number.isInteger(major) ? String(major) : major.toFixed(digits === 3 ? 4 : digits);
}

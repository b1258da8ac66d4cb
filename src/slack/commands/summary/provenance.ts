import type { KnownBlock } from '@slack/types';
import type { Provenance } from '../../../crm/summary/index.ts';
import type { Period, Span } from '../../../model/dates/periods.ts';
import { count, cut } from '../../../model/text/text.ts';
import { escape, small } from '../../messages/blocks.ts';
import { showMoment } from '../../views/values.ts';

/** `1 – 30 Nov 2026`: the days of a period. */
export function showSpan({ from, to }: Pick<Span, 'from' | 'to'>, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return from === to ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
}

/** A period's name within a sentence: `all of October 2026`, `Q2 2026`. */
const inSentence = (name: string): string => name.replace(/^(All|The|Yesterday)\b/, (word) => word.toLowerCase());

/** `1 – 30 Nov 2026, compared with October 2026 (1 – 31 Oct 2026)`: the days of a period and of the one before. */
export function spanBeside({ before, ...period }: Period, locale: string): string {
  return `${showSpan(period, locale)}, compared with ${escape(inSentence(before.name))} (${showSpan(before, locale)})`;
}

/** `Data as of …, 1,204 deals, filters …`: what every answer with numbers ends with. */
export function provenanceLine(
  { asOf, deals, currency, filter }: Provenance,
  { sharedBy, masked = false }: { sharedBy?: string; masked?: boolean } = {},
): KnownBlock {
  // A filter may name the very amounts and words that are hidden here.
  const filters = filter === '' ? 'no filters' : masked ? 'filtered' : `filters: ${escape(cut(filter, 300))}`;
  const by = sharedBy ? ` · shared by <@${sharedBy}>` : '';
  return small(`Data as of ${showMoment(asOf)} · based on ${count(deals, 'deal')} · ${filters} · ${currency}${by}`);
}

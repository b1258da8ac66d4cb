import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { EntityName } from '../../../model/entity.ts';
import type { Stage } from '../../../model/record.ts';
import { filterableCalled } from '../../../model/filter/names.ts';
import { isNameOf } from '../../../model/filter/parse.ts';
import { tokensOf, type Piece } from '../../../model/filter/tokens.ts';
import { named } from '../../../model/filter/values.ts';
import { inQuotes } from '../../../model/text/marks.ts';
import { normalizeText } from '../../../model/text/text.ts';
import { subscriptionOf } from '../../../model/subscriptions/subscription.ts';
import { refKey, type ResolvedReferences } from '../../../model/subscriptions/references.ts';
import { TOLD } from '../../../model/subscriptions/notified-deal.ts';

export interface Names {
  stages: readonly Stage[];
  titleOf: (entity: EntityName, id: number) => string | null;
}

const asValue = (name: string): string => (/^[\p{L}\d._-]+$/u.test(name) ? name : inQuotes(name));

/** What a value of the filter is called today; null where it stands for itself or for several. */
const nowCalled = (field: string, { text }: Piece, meaning: ResolvedReferences, names: Names): string | null => {
  const of = filterableCalled(TOLD, field)?.field;
  if (of?.kind === 'reference' && normalizeText(text) !== 'me' && normalizeText(text) !== '@me') {
    const [id, more] = meaning.refs[refKey(of.to, text)] ?? [];
    return id === undefined || more !== undefined ? null : names.titleOf(of.to, id);
  }
  if (of?.kind !== 'stage') return null;
  const [id, more] = named(text, Object.keys(meaning.stages), (one) => [meaning.stages[one] ?? '']);
  return id === undefined || more !== undefined
    ? null
    : (names.stages.find((one) => String(one.id) === id)?.name ?? null);
};

/** The filter as somebody would type it today: people and stages by the names they have now. */
export function filterToday(subscription: SubscriptionRecord, names: Names): string {
  const { filter, meaning } = subscriptionOf(subscription);
  const pieces = tokensOf(filter, isNameOf(TOLD, [])).clauses.flatMap(({ name, values }) =>
    values.map((piece) => ({ piece, now: nowCalled(name.text, piece, meaning, names) })),
  );
  return pieces.toReversed().reduce((text, { piece, now }) => {
    if (now === null || normalizeText(now) === normalizeText(piece.text)) return text;
    return text.slice(0, piece.from) + asValue(now) + text.slice(piece.to);
  }, filter);
}

/** Records that the filter names, to look up what they are called. */
export function namedRecords(subscription: SubscriptionRecord): { entity: EntityName; ids: readonly number[] }[] {
  return Object.entries(subscriptionOf(subscription).meaning.refs).map(([key, ids]) => ({
    entity: key.slice(0, key.indexOf(' ')) as EntityName,
    ids: ids.slice(0, 2),
  }));
}

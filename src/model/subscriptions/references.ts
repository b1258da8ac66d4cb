import type { Stage } from '../record.ts';
import type { FilterContext } from '../filter/filter.ts';

/**
 * Whom and what the names in a filter meant when it was saved. Words and meaning together are the filter: people and
 * stages may be called otherwise since, and `this-month` is another month.
 */
export interface ResolvedReferences {
  /** Employee id of whoever is meant by `me`. */
  me: number;
  /** `employee @ana` -> ids. */
  refs: Readonly<Record<string, readonly number[]>>;
  /** Stage id -> what it was called. */
  stages: Readonly<Record<string, string>>;
}

export function refKey(to: string, words: string): string {
  return `${to} ${words}`;
}

/** The stages by the names they had; a later one has none of them, so that it takes nobody's place. */
const stagesAsNamed = ({ stages: names }: ResolvedReferences, stages: readonly Stage[]): Stage[] =>
  stages.map((stage) => ({ ...stage, name: names[stage.id] ?? `stage ${stage.id}` }));

/** What the filter's words depend on, at another moment than that of saving it. */
export function contextOf(
  meaning: ResolvedReferences,
  moment: Pick<FilterContext, 'today' | 'timeZone' | 'currency' | 'stages'>,
): FilterContext {
  return {
    ...moment,
    me: meaning.me,
    stages: stagesAsNamed(meaning, moment.stages),
    refs: (to, words) => meaning.refs[refKey(to, words)] ?? [],
  };
}

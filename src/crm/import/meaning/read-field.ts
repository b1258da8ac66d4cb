import { readCell, type CellContext, type Reading as CellReading } from '../../../model/import/cells.ts';
import { meaningOf } from '../../../model/import/answers.ts';
import { readSourceKey } from '../../../model/import/source-ids.ts';
import { keyOfReference } from '../../../model/import/targets.ts';
import { cleanText } from '../../../model/text/text.ts';
import type { MissingReference } from './missing-reference.ts';
import type { Aids } from './aids.ts';
import type { Reading } from './reading.ts';

/** What the cells of one field stand for; null where they say nothing. */
export type FieldReading = CellReading | { missing: MissingReference } | null;

/** As somebody said that these words are to be read; undefined where nobody did. */
const answered = (
  { answers }: Reading,
  target: string,
  words: string,
  missing: (words?: string) => FieldReading,
  isUnknown: boolean,
): FieldReading | undefined => {
  const said = meaningOf(answers, target, words) ?? (isUnknown ? { is: answers.others[target] } : undefined);
  if (said?.is === 'value') return { raw: said.raw };
  // Of what is there by now, nothing is created.
  if (said?.is === 'create' && isUnknown) return missing('words' in said ? said.words : undefined);
  return said?.is === 'empty' ? null : undefined;
};

/** What the cells of a row say of a field. @param within id of the record to which the one meant must belong */
export function readField(
  reading: Reading,
  name: string,
  words: Readonly<Record<string, string>>,
  { context, names }: Aids,
  within: number | null,
): FieldReading {
  const field = reading.entity.fields[name];
  const keyTarget = keyOfReference(name);
  const [cell, keyWords] = [words[name], words[keyTarget]];
  if (!field) return null;
  const key = keyWords === undefined ? null : readSourceKey(keyWords);
  const missing = (called = cell): FieldReading =>
    field.kind === 'reference' ? { missing: { field: name, to: field.to, words: called ?? null, key } } : null;
  const ask = (target: string, said: string, found: CellReading): FieldReading => {
    const answer = answered(reading, target, said, missing, 'problem' in found);
    return answer === undefined ? found : answer;
  };
  const byKey =
    field.kind === 'reference' && keyWords !== undefined && key !== null
      ? ask(keyTarget, keyWords, names.meanKey(field, keyWords))
      : null;
  if (cell === undefined || (byKey && 'raw' in byKey)) return byKey;
  const refs: CellContext['refs'] = (one, said) => names.mean(one, said, within);
  const convention = reading.conventions[name] ?? {};
  const byName = ask(name, cell, readCell(cleanText(cell), field, { ...context, refs, convention }));
  // Where the name is nobody's, the ID says more.
  return byKey && 'missing' in byKey && !(byName && 'raw' in byName) ? byKey : byName;
}

/** The record of that name, which is created where there is none. */
export function readDefault({ entity }: Reading, name: string, words: string, { names }: Aids): FieldReading {
  const field = entity.fields[name];
  if (field?.kind !== 'reference') return null;
  const found = names.mean(field, words, null);
  return 'raw' in found ? found : { missing: { field: name, to: field.to, words, key: null } };
}

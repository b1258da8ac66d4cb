import type { Entity } from '../entity.ts';
import { isUnit } from '../numbers/units.ts';
import { filterableCalled } from './names.ts';
import type { Clause, Piece, Tokens } from './tokens.ts';

const withUnit = (clause: Clause, unit: Piece): Clause => {
  const values = clause.values.map((value, at) =>
    at === clause.values.length - 1 ? { ...value, text: `${value.text} ${unit.text}`, to: unit.to } : value,
  );
  return { ...clause, values, to: unit.to };
};

/** `amount>12000 USD`: the currency after an amount belongs to it, and is no word to look for. */
export function joinUnits(entity: Entity, text: string, { clauses, words }: Tokens): Tokens {
  const unitAfter = ({ name, to }: Clause): Piece | undefined =>
    filterableCalled(entity, name.text)?.field.kind === 'money'
      ? words.find(
          ({ quoted, from, text: word }) =>
            !quoted &&
            from > to &&
            text.slice(to, from).trim() === '' &&
            /^(?:[A-Z]{3}|\p{Sc})$/u.test(word) &&
            isUnit(word),
        )
      : undefined;
  const units = clauses.map(unitAfter);
  return {
    clauses: clauses.map((clause, at) => {
      const unit = units[at];
      return unit && clause.values.length > 0 ? withUnit(clause, unit) : clause;
    }),
    words: words.filter((word) => !units.includes(word)),
  };
}

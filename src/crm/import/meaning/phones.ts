import { countryCalled } from '../../../model/country.ts';
import type { Entity } from '../../../model/entity.ts';
import { DIALLED_IN } from '../../../model/import/parts.ts';
import { readPhone } from '../../../model/phone.ts';

/**
 * Phone numbers of a row in E.164, where another of its cells says in which country they are dialled. The others go by the
 * country of the record, as in forms.
 */
export function dialled(
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  words: Readonly<Record<string, string>>,
  locale: string,
): Record<string, string> {
  const country = words[DIALLED_IN.name];
  const region = country === undefined ? null : countryCalled(country, locale);
  if (region === null) return {};
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, raw]): [string, string][] => {
      const e164 = entity.fields[name]?.kind === 'phone' && typeof raw === 'string' ? readPhone(raw, region) : null;
      return e164 === null ? [] : [[name, e164]];
    }),
  );
}

import { normalizeText } from '../text/text.ts';

/**
 * Legal forms, folded and written together, as they stand at the end of a firm's name: `A/S` is `as`, `Sp. z o.o.` is
 * `spzoo`. What stands at the beginning is in LEADING.
 */
const LEGAL_FORMS = new Set(
  `ab ad ag aps as asa bhd bv bvba co company corp corporation cv cvba doo dd ead eg eirl ek eood ev gbr ges gesmbh gmbh
  gmbhcokg gmbhcokgaa gk ic inc incorporated is jsc kft kg kgaa kk lda limited limitada llc llp lp ltd ltda mbh nv nyrt
  oao oe og ohg ooo ood ou oy oyj pao plc pte pteltd pty ptyltd pvt pvtltd rt sa sab sabdecv sae sarl sas sasu sca scs sdn
  sdnbhd se sia sl slu snc soc spa spk sprl spzoo srl sro tbk ug ughaftungsbeschrankt uab vof zao zrt zoo 株式会社 有限会社 有限公司 주식회사`.split(
    /\s+/,
  ),
);

const LEADING = new Set(['ооо', 'оао', 'зао', 'пао', 'ао', 'pt', 'the', '株式会社', '주식회사']);

/** Words that join two names, in whichever language. */
const JOINING = new Set(['and', 'und', 'et', 'y', 'e', 'og', 'och', 'i', 'en']);

/** `ae` for `ä` is one way of writing it and `a` another: both come to the same. */
const withoutUmlauts = (words: string): string => words.replace(/([aou])e/g, '$1');

/** Words of a name, folded, without punctuation; letters with points or strokes between them are one word: `S.A.`, `A/S`. */
const wordsOf = (name: string): string[] =>
  normalizeText(name)
    .replaceAll("'", '')
    .replace(/(?<=\p{L})\.(?=\p{L})/gu, '')
    .replace(/(?<=^|[^\p{L}])(\p{L})\/(\p{L})(?=$|[^\p{L}])/gu, '$1$2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Takes legal forms off the end, of one word or several, as long as a name is left. */
const withoutLegalForm = (words: readonly string[]): readonly string[] => {
  for (const length of [5, 4, 3, 2, 1]) {
    const ending = words.slice(-length).join('');
    if (words.length > length && LEGAL_FORMS.has(ending)) return withoutLegalForm(words.slice(0, -length));
  }
  return words;
};

/** What two ways of writing one firm's name have in common: `Müller & Söhne GmbH` and `MUELLER und Soehne` agree. */
export function firmKey(name: string): string {
  const [first = '', ...rest] = wordsOf(name);
  const words = rest.length > 0 && LEADING.has(first) ? rest : [first, ...rest];
  const [head = '', ...tail] = withoutLegalForm(words);
  return withoutUmlauts([head, ...tail.filter((word) => !JOINING.has(word))].join(''));
}

const TITLES = new Set(['dr', 'prof', 'mr', 'mrs', 'ms', 'miss', 'herr', 'frau', 'dipl', 'ing', 'mag', 'phd', 'msc']);

/** The same for a person: titles go, and `Meyer, Iris` is `Iris Meyer`. */
export function personKey(name: string): string {
  const words = wordsOf(name);
  const names = words.filter((word) => !TITLES.has(word));
  return withoutUmlauts((names.length > 0 ? names : words).toSorted().join(' '));
}

/** The same for anything else that has a name. */
export function nameKey(name: string): string {
  return withoutUmlauts(wordsOf(name).join(''));
}

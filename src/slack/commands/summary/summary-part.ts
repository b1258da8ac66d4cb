import type { KnownBlock } from '@slack/types';
import { PARTS, partOf, type PartName } from '../../../crm/summary/parts.ts';
import type { Question } from '../../../crm/summary/question.ts';
import { may } from '../../../model/access.ts';
import { entityOf } from '../../../model/registry.ts';
import { actions, button, escape, header, Message, section, small } from '../../messages/blocks.ts';
import type { Ask } from '../../slack-context.ts';
import type { Shown, Told } from '../../messages/message-with-fallbacks.ts';
import { numberLines, numberTable } from '../../views/number-table.ts';
import { provenanceLine, showSpan, spanBeside } from '../../views/provenance.ts';
import { notesOf } from './summary-view.ts';
import { shortWords } from './summary-offers.ts';
import { partPictures } from './summary-pictures.ts';
import { noted, withCharts } from '../../messages/with-charts.ts';

const NOTHING = section(':information_source: Nothing in this period yet.');

/** One part of a summary: its pictures, each with the table of its numbers. */
export const partTold = async (ask: Ask, question: Question, name: PartName): Promise<Told> => {
  const { crm, masked } = ask.desk;
  const part = await partOf(crm, ask.actor, question, name);
  const { locale } = crm.settings;
  const context = { locale, currency: part.provenance.currency, masked };
  const drawable = partPictures(part, question.period.name, context);
  const tables = part.tables.filter(({ rows }) => rows.length > 0);
  const drawn = tables.flatMap(({ picture }) => (picture && drawable.has(picture) ? [picture] : []));
  const pictures = drawn.flatMap((name_) => drawable.get(name_) ?? []);
  const title = `${PARTS[name]}: ${question.period.name}`;
  const below = [...notesOf(part.notes), provenanceLine(part.provenance), ...(await offers(ask, question, name))];
  const message = ({ images, note }: Shown, as: 'table' | 'text'): Message =>
    Message.of({
      title,
      blocks: [
        header(title),
        small(name === 'by' ? escape(showSpan(question.period, locale)) : spanBeside(question.period, locale)),
        ...noted(note),
        ...tables.flatMap((table): KnownBlock[] => {
          const image = table.picture && images[drawn.indexOf(table.picture)];
          return [...(image ? [image] : []), ...(as === 'table' ? numberTable : numberLines)(table, context)];
        }),
        ...(tables.length === 0 ? [NOTHING] : []),
        ...below,
      ],
    });
  return withCharts(ask.desk, { pictures, title }, message);
};

const offers = async (ask: Ask, question: Question, name: PartName): Promise<KnownBlock[]> => {
  const short = await shortWords(ask, question.words);
  const sets = name === 'forecast' && may(entityOf('target').access, 'update', ask.actor.role, false);
  return [
    actions(
      button('As CSV files', 'summary-csv', `${name} ${short}`.trim()),
      ...(sets ? [button('Targets …', 'targets')] : []),
      button('Summary', 'summary', short),
    ),
  ];
};

import type { KnownBlock } from '@slack/types';
import { PARTS, partOf, type PartName, type Question } from '../../../crm/summary/index.ts';
import { may } from '../../../model/roles.ts';
import { entityOf } from '../../../model/registry.ts';
import { actions, button, escape, header, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import type { Shown, MessageWithFallbacks } from '../../messages/message-with-fallbacks.ts';
import { numberLines, numberTable } from './number-table.ts';
import { provenanceLine, showSpan, spanBeside } from './provenance.ts';
import { notesOf } from './summary-view.ts';
import { shortWords } from './summary-offers.ts';
import { partPictures } from './summary-pictures.ts';
import { noted, withCharts } from '../../messages/with-charts.ts';

const NOTHING = section(':information_source: Nothing in this period yet. Try another period.');

/** One part of a summary: its pictures, each with the table of its numbers. */
export async function partWithFallbacks(
  request: SlackRequest,
  question: Question,
  name: PartName,
): Promise<MessageWithFallbacks> {
  const { crm, masked } = request.slack;
  const part = await partOf(request, question, name);
  const { locale } = crm.settings;
  const context = { locale, currency: part.provenance.currency, masked };
  const drawable = partPictures(part, question.period.name, context);
  const tables = part.tables.filter(({ rows }) => rows.length > 0);
  const drawn = tables.flatMap(({ picture }) => (picture && drawable.has(picture) ? [picture] : []));
  const pictures = drawn.flatMap((name_) => drawable.get(name_) ?? []);
  const title = `${PARTS[name]}: ${question.period.name}`;
  const below = [...notesOf(part.notes), provenanceLine(part.provenance), ...(await offers(request, question, name))];
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
  return withCharts(request.slack, { pictures, title }, message);
}

const offers = async (request: SlackRequest, question: Question, name: PartName): Promise<KnownBlock[]> => {
  const short = await shortWords(request, question.words);
  const sets = name === 'forecast' && may(entityOf('target').access, 'update', request.actor.role, false);
  return [
    actions(
      button('Download CSV', 'summary-csv', `${name} ${short}`.trim()),
      ...(sets ? [button('Targets', 'targets')] : []),
      button('Summary', 'summary', short),
    ),
  ];
};

import type { KnownBlock } from '@slack/types';
import { ABILITIES } from '../../../model/access.ts';
import { atLeast } from '../../../model/roles.ts';
import { behind, NOT_KNOWN, type Behind, type FigureKey, type Question } from '../../../crm/summary/index.ts';
import { count } from '../../../model/text/text.ts';
import { actions, button, escape, header, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest, Reply } from '../../slack-context.ts';
import { asTable, asText, type Frame } from '../lists/index.ts';
import { provenanceLine, showSpan } from './provenance.ts';
import { showContext } from '../../views/show-context.ts';
import { figureWords, notesOf } from './summary-view.ts';
import { shortWords } from './summary-offers.ts';

const PER_PAGE = 15;

/** A figure: its meaning, days and underlying rows, page by page. */
export async function figureReply(
  request: SlackRequest,
  question: Question,
  { key, page, replace }: { key: FigureKey; page: number; replace: boolean },
): Promise<Reply> {
  const found = await behind(request, question, { key, page, perPage: PER_PAGE });
  const context = await showContext(request, [{ entity: found.entity, records: found.page.records }]);
  const frame: Frame = { above: above(request, question, found), below: await below(request, question, found) };
  const title = `${found.figure.label}: ${count(found.page.total, found.entity.name, found.entity.plural)}`;
  if (found.page.total === 0)
    return { kind: 'say', replace, message: Message.of({ title, blocks: [...frame.above, ...frame.below] }) };
  return {
    kind: 'say',
    replace,
    message: Message.of({
      title,
      blocks: asTable(found.entity, found.page, { ...context, timeZone: request.actor.timeZone }, frame),
    }),
    plainer: Message.of({ title, blocks: asText(found.entity, found.page, context, frame) }),
  };
}

const above = (
  { slack }: SlackRequest,
  { period }: Question,
  { figure, entity, page, notes }: Behind,
): KnownBlock[] => {
  const { locale, currency } = slack.crm.settings;
  const context = { locale, currency, masked: slack.masked };
  const value = figure.value === null && notes.length > 0 ? `*${NOT_KNOWN}*` : figureWords(figure, context);
  return [
    header(figure.label),
    section(`${value}\n${escape(figure.formula)}`),
    ...notesOf(notes),
    small(
      `${escape(period.name)} (${showSpan(period, locale)}) · based on ${count(page.total, entity.name, entity.plural)}`,
    ),
  ];
};

const below = async (
  request: SlackRequest,
  question: Question,
  { figure, page, provenance }: Behind,
): Promise<KnownBlock[]> => {
  const short = await shortWords(request, question.words);
  const to = (label: string, at: number) => button(label, 'figure-page', `${figure.key} ${at} ${short}`.trim());
  const mayExport = atLeast(request.actor.role, ABILITIES.export.need);
  return [
    ...(page.pages > 1 ? [small(`Page ${page.page.toLocaleString('en')} of ${page.pages.toLocaleString('en')}`)] : []),
    actions(
      ...(page.page > 1 ? [to('◀ Previous', page.page - 1)] : []),
      ...(page.page < page.pages ? [to('Next ▶', page.page + 1)] : []),
      ...(mayExport && page.total > 0 ? [button('Download CSV', 'figure-csv', `${figure.key} ${short}`.trim())] : []),
      button('Summary', 'summary', short),
    ),
    provenanceLine(provenance),
  ];
};

import type { Picture } from '../../../charts/pictures.ts';
import { AGE_BANDS, type AgeingLine, type Part, type Summary, type Table } from '../../../crm/summary/index.ts';
import { dayIn } from '../../../model/dates/calendar.ts';
import { count } from '../../../model/text/text.ts';
import type { NumberContext } from './numbers.ts';

const about = ({ currency, locale }: NumberContext) => ({ currency, locale });

/** Charts of amounts are left out where external people read. */
const readable = (pictures: Picture[], { masked }: NumberContext): Picture[] =>
  masked ? pictures.filter((picture) => !('currency' in picture)) : pictures;

/** The charts of the overview, most important first. */
export function overviewPictures(summary: Summary, context: NumberContext): Picture[] {
  const { pipeline: stages, wonByMonth: months, activity: people, period } = summary;
  const day = dayIn(summary.provenance.day, context.locale);
  const pictures: Picture[] = [
    {
      // The day by name: a picture that is shared is looked at later, and one of the past is not of today.
      ...{ kind: 'pipeline-by-stage', title: 'Pipeline by stage', subtitle: `Open deals on ${day}` },
      ...{ ...about(context), stages },
    },
    {
      ...{ kind: 'won-by-month', title: 'Won by month', ...about(context), months },
      ...(months.some(({ before }) => before !== 0) && { subtitle: 'Compared with the year before' }),
    },
  ];
  const activity: Picture = {
    ...{ kind: 'activity-by-person', title: 'Activity by person', subtitle: period.name },
    ...{ locale: context.locale, people },
  };
  const tellsOfPeople = summary.figures.interactions.hidden === null;
  return readable(tellsOfPeople ? [...pictures, activity] : pictures, context);
}

type Drawn = NonNullable<Table['picture']>;

/** Deals that an import brought into their stage have no band. */
const withoutUnknown = (stages: readonly AgeingLine[]): { subtitle?: string } => {
  const unknown = stages.reduce((sum, stage) => sum + stage.unknown.count, 0);
  return unknown === 0 ? {} : { subtitle: `Without ${count(unknown, 'imported deal')} whose time isn’t known` };
};

/** The pictures of a part, by what its tables call them. @param period as it is called */
export function partPictures({ drawable }: Part, period: string, context: NumberContext): Map<Drawn, Picture> {
  const { funnel, ageing, forecast, activity, lost } = drawable;
  const pictures: Picture[] = [];
  if (funnel)
    pictures.push({
      ...{ kind: 'funnel', title: 'Conversion of new deals', subtitle: `Added in: ${period}`, stages: funnel },
      ...about(context),
    });
  if (ageing)
    pictures.push({
      ...{ kind: 'ageing', title: 'Time in current stage', upTo: [...AGE_BANDS], stages: ageing },
      ...withoutUnknown(ageing),
      ...about(context),
    });
  if (forecast)
    pictures.push({
      ...{
        kind: 'forecast',
        title: forecast.some(({ target }) => target !== null) ? 'Forecast against target' : 'Forecast by month',
      },
      ...about(context),
      months: forecast.map(({ target, before: _before, ...month }) => ({
        ...month,
        ...(target !== null && { target: Math.round(target) }),
      })),
    });
  if (activity)
    pictures.push({
      ...{ kind: 'activity-by-person', title: 'Activity by person', subtitle: period },
      ...{ locale: context.locale, people: activity },
    });
  if (lost)
    pictures.push({
      ...{ kind: 'lost-reasons', title: 'Why deals were lost', subtitle: period, ...about(context), reasons: lost },
    });
  return new Map(readable(pictures, context).map((picture) => [nameOf(picture), picture]));
}

const NAMES: Partial<Record<Picture['kind'], Drawn>> = { 'activity-by-person': 'activity', 'lost-reasons': 'lost' };
const nameOf = ({ kind }: Picture): Drawn => NAMES[kind] ?? (kind as Drawn);

import type {
  ActivityByPerson,
  Month,
  Picture,
  PipelineByStage,
  Stage,
  WonByMonth,
} from '../../src/charts/pictures.ts';
import { ageing, forecast, funnel, lost, moved } from './sales-exhibits.ts';

const about = { locale: 'en', currency: 'EUR' };

const stage = (name: string, count: number, value: number, chance: number): Stage => ({
  name,
  count,
  value: value * 100,
  weighted: value * chance,
});

export const sixStages = [
  stage('Lead', 18, 310_000, 10),
  stage('Qualified', 14, 380_000, 25),
  stage('Proposal', 12, 420_000, 50),
  stage('Negotiation', 5, 280_000, 70),
  stage('Contract', 3, 95_000, 90),
  stage('Signature', 1, 12_000, 95),
];

export const manyStages = (length: number): Stage[] =>
  Array.from({ length }, (_, index) => stage(`Stage ${index + 1}`, 2, 1000 * (index + 1), 100));

export const pipeline = (stages = sixStages, rest: Partial<PipelineByStage> = {}): PipelineByStage => ({
  kind: 'pipeline-by-stage',
  title: 'Pipeline by stage',
  ...about,
  stages,
  ...rest,
});

export const twelveMonths: Month[] = [12, 48, 0, 96, 31, 55, 87, 120, 42, 8, 66, 73].map((value, index) => ({
  month: `2026-${String(index + 1).padStart(2, '0')}`,
  value: value * 1_000_000,
  count: value === 0 ? 0 : 3,
  before: value * 500_000,
}));

export const won = (months = twelveMonths, rest: Partial<WonByMonth> = {}): WonByMonth => ({
  kind: 'won-by-month',
  title: 'Won by month',
  ...about,
  months,
  ...rest,
});

/** A team as it is: letters of several scripts, a nickname with an emoji, one very long name, one who has just joined. */
const team = [
  { name: 'Ana Kovač', counts: { call: 7, email: 12, meeting: 3, message: 5, note: 1 } },
  { name: 'Łukasz Nowak', counts: { call: 10, email: 20, note: 2 } },
  { name: 'Đorđe Petrović', counts: { meeting: 4 } },
  { name: 'Ελένη Παπαδοπούλου', counts: { call: 1 } },
  { name: 'Дмитрий Соколов', counts: { message: 9 } },
  { name: 'محمد علي', counts: { email: 6 } },
  { name: '王小明', counts: { email: 5 } },
  { name: 'Priya 🎉 Sharma', counts: { fax: 2 } },
  { name: 'Bartholomew Featherstonehaugh-Cholmondeley III', counts: { note: 1 } },
  { name: 'Zoë', counts: {} },
];

export const activity = (
  people: ActivityByPerson['people'] = team,
  rest: Partial<ActivityByPerson> = {},
): ActivityByPerson => ({ kind: 'activity-by-person', title: 'Activity by person', locale: 'en', people, ...rest });

/** One of each kind, as a customer might see it. */
export const gallery: { [K in Picture['kind']]: Extract<Picture, { kind: K }> } = {
  'pipeline-by-stage': pipeline(),
  funnel: funnel(),
  'won-by-month': won(),
  forecast: forecast(),
  'what-moved': moved(),
  ageing: ageing(),
  'lost-reasons': lost(),
  'activity-by-person': activity(),
};

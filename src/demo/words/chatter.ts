import { ANA, BEN, DANA, GUS, INGRID, MAYA, RUTH } from '../cast.ts';

export interface Remark {
  channel: string;
  user: string;
  /** How many days ago it was said. */
  daysAgo: number;
  /** Hours and minutes on the speaker's own clock. */
  at: string;
  text: string;
}

const said = (channel: string, { id }: { id: string }, daysAgo: number, at: string, text: string): Remark => ({
  channel,
  user: id,
  daysAgo,
  at,
  text,
});

/** What people said in the channels over the last days, so that the workspace is lived in. */
export const CHATTER: readonly Remark[] = [
  said(
    'C0GENERAL',
    RUTH,
    9,
    '08:55',
    'Good morning! CustomerHub is in the workspace now. Type `/crm` anywhere to see what it does.',
  ),
  said('C0GENERAL', BEN, 9, '09:20', 'No more spreadsheet? :tada:'),
  said('C0GENERAL', RUTH, 9, '10:31', 'No more spreadsheet. I moved everything over, the last twelve months included.'),
  said(
    'C0GENERAL',
    MAYA,
    2,
    '09:02',
    'Friendly reminder: the coffee machine is being repaired today, the one on the second floor works.',
  ),
  said(
    'C0FAIR',
    GUS,
    6,
    '11:15',
    'Drawings for the stand are done. Shall the screen face the aisle or the meeting corner?',
  ),
  said(
    'C0FAIR',
    MAYA,
    6,
    '12:40',
    'The aisle, please. People should see the lorries move on the map from ten metres away.',
  ),
  said('C0FAIR', GUS, 5, '10:05', 'Then I will turn the counter by 90 degrees. New drawing tomorrow.'),
  said(
    'C0SALES',
    ANA,
    4,
    '09:10',
    'The Bálint depot in Győr let me watch a whole morning shift. Lorries wait 50 minutes on average, and nobody had measured it before.',
  ),
  said('C0SALES', MAYA, 4, '09:26', 'That number belongs on the first page of the proposal.'),
  said(
    'C0SALES',
    DANA,
    3,
    '08:45',
    'Two calls with produce importers this week, and both asked about refrigerated docks. Do we have a reference for that?',
  ),
  said(
    'C0SALES',
    BEN,
    3,
    '14:20',
    'Kerrigan in Cork: chilled, twelve doors, live since spring. Happy to introduce you.',
  ),
  said('C0SALES', DANA, 3, '09:32', 'Perfect, thank you :pray:'),
  said(
    'C0SALES',
    MAYA,
    1,
    '08:40',
    'Please have a look at your overdue next steps before we talk on Monday. `/crm todo` is enough.',
  ),
  said(
    'C0DEALS',
    MAYA,
    7,
    '16:05',
    '`/crm subscribe` in here and we all see when something moves. Who wants to press the button?',
  ),
  said(
    'C0CARE',
    ANA,
    2,
    '11:48',
    'Weserlager asks whether drivers without a smartphone can check in at the gate. I said yes, by text message. Correct?',
  ),
  said(
    'C0CARE',
    RUTH,
    2,
    '12:03',
    'Correct. They need the number on the sign at the entrance, I will send you the print file.',
  ),
  said(
    'C0LEADERS',
    MAYA,
    5,
    '17:20',
    'Forecast for the quarter is with you. I took 10 % off everything that has not moved for six weeks.',
  ),
  said(
    'C0FJORD',
    INGRID,
    1,
    '10:12',
    'We are at 96 % of lorries on time in Drammen since the new slots. The drivers noticed before the managers did :smile:',
  ),
  said('C0FJORD', ANA, 1, '10:30', 'That makes my day, thank you! Shall we look at the ferry quay next?'),
];

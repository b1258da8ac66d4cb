/** Columns that a portal's deals have and nobody fills: a handful for each stage of each pipeline. */
const PIPELINES = ['Sales', 'Partners', 'Renewals', 'Tenders', 'Service', 'Trials', 'Events', 'Old sales'];
const STAGES = [
  'Appointment Scheduled',
  'Qualified To Buy',
  'Presentation Scheduled',
  'Decision Maker Bought-In',
  'Contract Sent',
  'Closed Won',
  'Closed Lost',
];
const MEASURES = ['Cumulative time in', 'Date entered', 'Date exited', 'Latest time in', 'Amount at entry of'];

/** 280 of them. */
export const DEAL_MEASURES: readonly string[] = MEASURES.flatMap((measure) =>
  PIPELINES.flatMap((pipeline) => STAGES.map((stage) => `${measure} "${stage} (${pipeline})"`)),
);

export const COMPANY_EXTRAS = [
  'About Us',
  'Annual Revenue Currency',
  'Closed Won Deals',
  'Facebook Company Page',
  'First Conversion Date',
  'First Deal Created Date',
  'Ideal Customer Profile Tier',
  'LinkedIn Bio',
  'Number of Form Submissions',
  'Original Traffic Source',
  'Parent Company',
  'Time Zone',
  'Type',
  'Twitter Handle',
  'Year Founded',
];

export const CONTACT_EXTRAS = [
  'Average Pageviews',
  'Became a Customer Date',
  'Birthday',
  'Decision role',
  'Email Confirmation Status',
  'Email Domain',
  'Fax Number',
  'First Page Seen',
  'Last Meeting Booked',
  'Marketing emails opened',
  'Original Traffic Source',
  'Salutation',
  'State/Region',
  'Time Zone',
  'Unsubscribed from all email',
];

import { created, currency, foreign, key, nothing, of, status, updated, type Tables } from '../roles.ts';

export const CLOSE: Tables = {
  customer: [
    [key, 'id', 'lead_id'],
    [of('name'), 'display_name', 'lead_name', 'name'],
    [of('website'), 'url'],
    [of('notes'), 'description'],
    [created, 'date_created'],
    [updated, 'date_updated'],
    [nothing, 'status_label'],
  ],
  deal: [
    [key, 'id', 'opportunity_id'],
    [foreign('customer'), 'lead_id'],
    [of('customer'), 'lead_name'],
    [of('amount'), 'value'],
    [currency, 'value_currency'],
    [status, 'status_type'],
    [of('stage'), 'status_label'],
    [of('closedOn'), 'date_won'],
    [of('notes'), 'note'],
    [created, 'date_created'],
    [updated, 'date_updated'],
  ],
};

import { created, currency, key, nothing, status, updated, type Tables } from '../roles.ts';

export const CLOSE: Tables = {
  customer: [
    [key, 'id', 'lead_id'],
    ['name', 'display_name', 'lead_name', 'name'],
    ['website', 'url'],
    ['notes', 'description'],
    [created, 'date_created'],
    [updated, 'date_updated'],
    [nothing, 'status_label'],
  ],
  deal: [
    [key, 'id', 'opportunity_id'],
    ['customer.key', 'lead_id'],
    ['customer', 'lead_name'],
    ['amount', 'value'],
    [currency, 'value_currency'],
    [status, 'status_type'],
    ['stage', 'status_label'],
    ['closedOn', 'date_won'],
    ['notes', 'note'],
    [created, 'date_created'],
    [updated, 'date_updated'],
  ],
};

/** What is sent to the app, and what it answers. */
import type { JsonObject } from '../../protocol.ts';

export interface Delivering {
  /** How it is called in the inspector: `/crm log`, `view_submission`, `app_mention` … */
  name: string;
  as: 'command' | 'interaction' | 'event';
  payload: JsonObject;
  user?: string;
  retry?: { attempt: number; reason: string };
}

export interface Answer {
  /** 0 when there is none. */
  status: number;
  body: string;
  /** The app asked not to be sent this again. */
  noRetry: boolean;
  failure?: 'timeout' | 'connection_failed' | 'not_configured';
}

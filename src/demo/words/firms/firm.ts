/** How far a deal has come by today. The four in the middle are open, in the order of the pipeline. */
export type DeliveryStatus = 'won' | 'new' | 'qualified' | 'proposal' | 'negotiation' | 'lost';

/** A customer of the practice company, as its people would introduce it. */
export interface Firm {
  name: string;
  /** Below `.example`; also the end of everybody's address. */
  domain: string;
  industry: string;
  address: string;
  country: string;
  /** All but the last two digits; from the ranges kept free for fiction where a country has one. */
  phone: string;
  story: string;
  /** Name to role, first the one whom everybody knows; more where neither mailbox nor first name follows from the name. */
  people: Readonly<Record<string, string | { role: string; mailbox: string; called: string }>>;
  /** Name (`<product> for <site>`) to what became of it, oldest first. */
  deals: Readonly<Record<string, DeliveryStatus>>;
  /** Worked with Rampwerk before the CRM came. */
  old?: true;
  /** Left in the course of the year: what they said. */
  former?: string;
}

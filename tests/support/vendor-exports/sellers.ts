/** Somebody who sells. Who left has no Slack account. */
export interface Seller {
  name: string;
  email: string;
  hasLeft: boolean;
}

/** The first imports the files. */
export const SELLERS: readonly Seller[] = [
  { name: 'Maya Lind', email: 'maya@seller.example', hasLeft: false },
  { name: 'Tom Becker', email: 'tom@seller.example', hasLeft: false },
  { name: 'Ines Duarte', email: 'ines@seller.example', hasLeft: false },
  { name: 'Gwen Hollis', email: 'gwen@seller.example', hasLeft: true },
  { name: 'Raj Patel', email: 'raj@seller.example', hasLeft: true },
];

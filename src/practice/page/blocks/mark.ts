export interface Mark {
  label: string;
  value: number;
}

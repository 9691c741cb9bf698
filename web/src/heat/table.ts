// Rows of the heat table, sorted as the reader asks.

import type { HeatRow } from '../api.ts';

export interface Order {
  column: string;
  down: boolean;
}

/** Places without a value come last both ways; equal values keep the order of their ids. */
export function sorted(rows: readonly HeatRow[], { column, down }: Order): HeatRow[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [a[column], b[column]];
    if (typeof one === 'number' && typeof other === 'number' && one !== other) return sign * (one - other);
    if (typeof one === 'number' !== (typeof other === 'number') && column !== 'name') return typeof one === 'number' ? -1 : 1;
    if (column === 'name') return sign * title(a).localeCompare(title(b), undefined, { numeric: true });
    return a.id.localeCompare(b.id);
  });
}

export function title(row: HeatRow): string {
  return row.name || row.id;
}

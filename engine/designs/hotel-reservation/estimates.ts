import type { Estimate } from '../../schema/design.ts'

/** Figures of the source, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  bookingsPerDay: { title: 'Bookings a day', unit: 'bookings', value: 500_000, source: 'the source' },
  peakFactor: { title: 'Peak over mean', unit: '×', value: 10, source: 'the source' },
  meanRate: { title: 'Mean rate', unit: 'bookings/s', value: { formula: 'bookingsPerDay / 86_400' } },
  peakRate: { title: 'Peak rate', unit: 'bookings/s', value: { formula: 'meanRate * peakFactor' } },
  hotels: { title: 'Hotels', unit: 'hotels', value: 50_000, source: 'the source' },
  rooms: { title: 'Rooms', unit: 'rooms', value: 10_000_000, source: 'the source' },
  nightsAhead: {
    title: 'Nights that can be booked',
    unit: 'nights',
    value: 365,
    source: 'assumed: a year ahead',
  },
  roomsPerType: { title: 'Rooms of a type', unit: 'rooms', value: 10, source: 'assumed' },
  inventoryRows: {
    title: 'Inventory rows',
    unit: 'rows',
    value: { formula: 'rooms / roomsPerType * nightsAhead' },
  },
  rowBytes: {
    title: 'Bytes of a row',
    unit: 'bytes',
    value: 64,
    source: 'key, counts, version and row header',
  },
  inventoryBytes: { title: 'Inventory', unit: 'bytes', value: { formula: 'inventoryRows * rowBytes' } },
  stayNights: { title: 'Mean stay', unit: 'nights', value: 3, source: 'the source' },
  rowsWritten: {
    title: 'Rows written at peak',
    unit: 'rows/s',
    value: { formula: 'peakRate * (stayNights + 1)' },
  },
  chargeSeconds: {
    title: 'A charge takes',
    unit: 's',
    value: 0.3,
    source: 'typical order of a card authorisation',
  },
  hotRoomRate: {
    title: 'Bookings of one night while the card is charged under its lock',
    unit: 'bookings/s',
    value: { formula: '1 / chargeSeconds' },
    erratum:
      'The source charges inside the transaction and expects 1,000 guests for one room: they then wait in line for minutes.',
  },
}

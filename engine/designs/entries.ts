/** One line of the gallery. */
export interface Entry {
  number: number
  slug: string
  title: string
  topic: Topic
}

export const TOPICS = [
  'Building blocks',
  'Booking and inventory',
  'Search and ranking',
  'Media and files',
  'Messaging and chat',
  'Payments and ledgers',
  'Operations',
] as const
export type Topic = (typeof TOPICS)[number]

const [BLOCK, BOOKING, SEARCH, MEDIA, CHAT, MONEY, OPERATIONS] = TOPICS

/** The 45 designs, in the order of the source document. A folder of the same slug makes one of them run. */
export const ENTRIES: readonly Entry[] = (
  [
    ['music-streaming', 'Music streaming', MEDIA],
    ['hotel-search', 'Hotel search', SEARCH],
    ['log-media-storage', 'Log and media storage', MEDIA],
    ['flight-search', 'Flight search', SEARCH],
    ['youtube', 'YouTube', MEDIA],
    ['hotel-proximity-booking', 'Hotel booking by proximity', SEARCH],
    ['distributed-scheduler', 'Distributed scheduler', OPERATIONS],
    ['payment-gateway', 'Payment gateway', MONEY],
    ['file-storage', 'File storage', MEDIA],
    ['flight-booking', 'Flight booking', BOOKING],
    ['flight-price-management', 'Flight price management', OPERATIONS],
    ['location-sharing', 'Location sharing', CHAT],
    ['whatsapp', 'WhatsApp', CHAT],
    ['doctor-appointments', 'Doctor appointments', BOOKING],
    ['hotel-reservation', 'Hotel reservation', BOOKING],
    ['local-vs-global-caching', 'Local and global caching', BLOCK],
    ['sharding-and-federation', 'Sharding and federation', BLOCK],
    ['caching-techniques', 'Caching techniques', BLOCK],
    ['file-and-ftp-adapters', 'File and FTP adapters', BLOCK],
    ['strong-vs-eventual-consistency', 'Strong and eventual consistency', BLOCK],
    ['distributed-consistency', 'Distributed consistency', BLOCK],
    ['rate-limiter', 'Rate limiter', BLOCK],
    ['top-k-heavy-hitters', 'Top-K heavy hitters', BLOCK],
    ['reconciliation', 'Reconciliation', MONEY],
    ['flight-inventory', 'Flight inventory', BOOKING],
    ['key-value-store', 'Key-value store', BLOCK],
    ['movie-seat-booking', 'Movie seat booking', BOOKING],
    ['top-sellers', 'Top sellers', SEARCH],
    ['multi-datacenter-replication', 'Multi-datacenter replication', BLOCK],
    ['sim-card-store', 'SIM card store', BOOKING],
    ['hotel-search-optimization', 'Hotel search, optimised', SEARCH],
    ['hotel-search-ranking', 'Hotel search ranking', SEARCH],
    ['realtime-chat', 'Real-time chat', CHAT],
    ['message-broker', 'Message broker', BLOCK],
    ['cloud-file-sync', 'Cloud file sync', MEDIA],
    ['configuration-store', 'Configuration store', BLOCK],
    ['nearby-places', 'Nearby places', SEARCH],
    ['gaming-leaderboard', 'Gaming leaderboard', SEARCH],
    ['hotel-reservation-detailed', 'Hotel reservation in detail', BOOKING],
    ['multilingual-schema', 'Multilingual schema', OPERATIONS],
    ['system-improvement-analysis', 'System improvement analysis', OPERATIONS],
    ['multi-property-hotels', 'Multi-property hotels', BOOKING],
    ['scalable-android', 'Scalable Android', OPERATIONS],
    ['flight-inventory-metered-apis', 'Flight inventory over metered APIs', OPERATIONS],
    ['store-inventory', 'Store inventory', BOOKING],
  ] as const
).map(([slug, title, topic], index) => ({ number: index + 1, slug, title, topic }))

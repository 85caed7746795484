/** The servers of the group, in the order in which they like to lead. */
export const SERVERS = ['s1', 's2', 's3', 's4', 's5']
export const FLEETS = ['web', 'api']

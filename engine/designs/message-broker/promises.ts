export const SERVED = 'records are acknowledged'
export const LOG = ['acknowledged-records-survive', 'partition-order', 'records-once']
export const GROUP = ['group-skips-nothing', 'group-gets-on', 'one-owner-per-generation']

/** Before every id there is: where a list that is read page by page begins. */
export const NO_ID = '00000000-0000-0000-0000-000000000000'

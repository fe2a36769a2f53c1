import type { TFunction } from 'i18next'

/**
 * Short names of units by their UN/ECE Recommendation 20 and 21 code (Recommendation 21's package types come with a
 * leading X). A code without a name of its own is shown as it is.
 */
export function createUnitNames(t: TFunction<'invoice'>): (code: string) => string {
  const names: Readonly<Record<string, string>> = {
    C62: t('unit.C62'),
    H87: t('unit.C62'),
    EA: t('unit.C62'),
    PCE: t('unit.C62'),
    PP: t('unit.C62'),
    PR: t('unit.PR'),
    SET: t('unit.SET'),
    BX: t('unit.BX'),
    CT: t('unit.CT'),
    CS: t('unit.CS'),
    CA: t('unit.CA'),
    BG: t('unit.BG'),
    BO: t('unit.BO'),
    PK: t('unit.PK'),
    PX: t('unit.PX'),
    RO: t('unit.RO'),
    KGM: t('unit.KGM'),
    GRM: t('unit.GRM'),
    TNE: t('unit.TNE'),
    LTR: t('unit.LTR'),
    MTR: t('unit.MTR'),
    MTK: t('unit.MTK'),
    MTQ: t('unit.MTQ'),
    KMT: t('unit.KMT'),
    KWH: t('unit.KWH'),
    HUR: t('unit.HUR'),
    MIN: t('unit.MIN'),
    DAY: t('unit.DAY'),
    WEE: t('unit.WEE'),
    MON: t('unit.MON'),
    ANN: t('unit.ANN'),
    LS: t('unit.LS'),
    JC: t('unit.JC'),
    JY: t('unit.JC'),
    DR: t('unit.DR'),
    BC: t('unit.CS'),
    SA: t('unit.BG'),
    MLT: t('unit.MLT'),
    CMT: t('unit.CMT'),
    MMT: t('unit.MMT'),
    KWT: t('unit.KWT'),
    MWH: t('unit.MWH'),
  }
  return (code) => names[code] ?? names[code.replace(/^X(?=..$)/, '')] ?? code
}

import type { Desk } from '../delivery/desk.ts'
import type { Household } from '../population/model.ts'
import { assistance } from './c01-assistance.ts'
import { welfare } from './c01-welfare.ts'
import { cityLabour, cityPolice } from './c02-c03-police-labour.ts'
import { cityDisabled, cityHealth, cityMedical, citySchools } from './c04-c07-medical-school-disabled.ts'
import { cityEmergency, cityFarming, cityHousing, cityLand } from './c08-c11-housing-land-disaster.ts'
import { courts, groups } from './c12-c20-groups-courts.ts'
import { finance, grid, hotlines, utilities } from './c21-c28-finance-services.ts'
import type { Emitter } from './common.ts'
import { contradictions } from './contradictions.ts'
import { publicSecurity } from './p01-public-security.ts'
import { provincialCivilAffairs } from './p02-civil-affairs.ts'
import { provincialJustice, provincialLabour } from './p03-p04-justice-labour.ts'
import { provincialFarming, provincialProperty } from './p05-p08-property-farming.ts'
import { provincialHealth, provincialMarket } from './p09-p10-health-market.ts'
import { provincialMedical } from './p11-medical-insurance.ts'
import { provincialDisabled, provincialEducation, provincialTax } from './p12-p14-education-tax-disabled.ts'

const emitters: readonly Emitter[] = [
  publicSecurity,
  provincialCivilAffairs,
  provincialJustice,
  provincialLabour,
  provincialProperty,
  provincialFarming,
  provincialHealth,
  provincialMarket,
  provincialMedical,
  provincialEducation,
  provincialTax,
  provincialDisabled,
  assistance,
  welfare,
  cityPolice,
  cityLabour,
  cityMedical,
  cityHealth,
  citySchools,
  cityDisabled,
  cityHousing,
  cityLand,
  cityFarming,
  cityEmergency,
  groups,
  courts,
  finance,
  grid,
  utilities,
  hotlines,
  contradictions,
]

/** All rows of one household, department by department. */
export function writeHousehold(desk: Desk, household: Household): void {
  desk.open(household)
  for (const emit of emitters) emit(desk, household)
}

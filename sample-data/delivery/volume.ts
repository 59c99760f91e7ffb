export const rowsPerHousehold: Readonly<Record<string, number>> = {}

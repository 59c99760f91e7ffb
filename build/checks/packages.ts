import { z } from 'zod'
import { type Check, complain } from './tree.ts'

const entry = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const lock = z.object({ packages: z.record(z.string(), entry) })

/** Two copies of Arrow do not recognise each other's tables. */
export const oneArrow: Check = (files) =>
  files
    .filter((file) => file.path === 'package-lock.json')
    .flatMap((file) => {
      const copies = Object.keys(lock.parse(JSON.parse(file.text)).packages).filter((path) => /(^|\/)apache-arrow$/.test(path))
      return copies.length === 1 ? [] : [complain(file, 0, `${copies.length} copies of apache-arrow: ${copies.join(', ')}`)]
    })

/** The lockfile installs from whatever registry the machine uses. */
export const noAddresses: Check = (files) =>
  files
    .filter((file) => file.path === 'package-lock.json')
    .flatMap((file) =>
      Object.entries(lock.parse(JSON.parse(file.text)).packages)
        .filter(([, entry]) => entry.resolved !== undefined)
        .map(([path]) => complain(file, file.text.indexOf(`"${path}"`), `${path} has a resolved address`)),
    )

/** Every optional package has its entry; `npm ci` refuses a lockfile that lacks one. */
export const everyPlatform: Check = (files) =>
  files
    .filter((file) => file.path === 'package-lock.json')
    .flatMap((file) => {
      const { packages } = lock.parse(JSON.parse(file.text))
      const present = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
      return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies)
          .filter((name) => !present.has(name))
          .map((name) => complain(file, file.text.indexOf(`"${path}"`), `no entry for ${name}`)),
      )
    })

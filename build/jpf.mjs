import { launch } from './launch.mjs'

// npm runs a script in the package folder; paths on the command line are meant from where the person stands.
if (process.env.npm_lifecycle_event === 'jpf' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
await launch('jpf')

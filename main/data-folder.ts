import { homedir } from 'node:os'
import { join } from 'node:path'

const NAME = 'jingpingfu'

/** Where a program of this user keeps its own data, by the custom of the system. */
export const dataFolder = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string => {
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), NAME)
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support', NAME)
  return join(environment.XDG_DATA_HOME ?? join(homedir(), '.local/share'), NAME)
}

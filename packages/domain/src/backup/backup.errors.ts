import type { ErrorSentences } from '../kernel/app-error.ts';

export const backupErrors = {
  'backup.external-database': {
    zh: '数据库不是本程序自带的（设了 DATABASE_URL），请用它自己的工具备份和恢复：docs/guide/backup.md 有 pgBackRest 的做法。数据文件夹和密钥文件也要另外备份。',
    en: 'The database is not the bundled one (DATABASE_URL is set): back it up and restore it with its own tools; docs/guide/backup.md shows pgBackRest. Keep copies of the data folder and of the key file as well.',
  },
  'backup.no-folder': {
    zh: '还没有指定备份文件夹：请用 --to 指定一个，最好在另一块磁盘上。',
    en: 'No backup folder is known yet: name one with --to, best on another disk.',
  },
  'backup.no-database': {
    zh: '{folder} 中没有数据库，没有可备份的内容：请用 --data 指出数据文件夹。',
    en: 'There is no database in {folder} to back up: name the data folder with --data.',
  },
  'backup.from-missing': {
    zh: '请用 --from 指出备份文件夹。',
    en: 'Name the backup folder with --from.',
  },
  'backup.folder-inside-data': {
    zh: '备份文件夹 {folder} 在数据文件夹之内，会一起丢失：请另选一处，最好在另一块磁盘上。',
    en: 'The backup folder {folder} lies inside the data folder and would be lost with it: choose another place, best on another disk.',
  },
  'backup.folder-unusable': {
    zh: '备份文件夹 {folder} 不能用（{reason}）：请检查磁盘是否接好、是否有写权限。',
    en: 'The backup folder {folder} cannot be used ({reason}): check that the disk is there and may be written.',
  },
  'backup.running': {
    zh: '另一次备份正在进行，请等它完成。',
    en: 'Another backup is being made; wait until it is done.',
  },
  'backup.tablespaces': {
    zh: '数据库在别处还有表空间，本程序不备份这种数据库。',
    en: 'The database has tablespaces elsewhere; such a database is not backed up by this program.',
  },
  'backup.other-database': {
    zh: '备份文件夹 {folder} 属于另一个数据库，没有写入任何内容。请用 --to 指定另一个文件夹。',
    en: 'The backup folder {folder} belongs to another database; nothing was written. Name another folder with --to.',
  },
  'backup.other-writer': {
    zh: '日志 {file} 在备份文件夹中已有不同的内容：有另一个数据库在写同一个备份文件夹。请用 --to 指定另一个文件夹。',
    en: 'The log {file} is in the backup folder already, with other content: another database writes to the same place. Name another folder with --to.',
  },
  'backup.keys-missing': {
    zh: '没有找到密钥文件 {path}：没有它，备份无法读出。请用 --keys 指出另存的那一份。',
    en: 'There is no key file at {path}; without it no backup can be read. Name your copy of it with --keys.',
  },
  'backup.wrong-key': {
    zh: '密钥文件打不开 {file}：这份备份是用另一个密钥（编号 {keyId}）加密的。请用 --keys 指出原来的密钥文件；换过密钥的，用换后另存的那一份。',
    en: 'The key file does not open {file}: it was sealed with another key (id {keyId}). Name the original key file with --keys; after a rotation that is the copy made after it.',
  },
  'backup.not-sealed': {
    zh: '{file} 不是人社系统的备份文件，或开头已被改动，没有恢复任何内容。',
    en: '{file} is no backup file of Renshe, or its beginning was altered. Nothing was restored.',
  },
  'backup.damaged': {
    zh: '备份文件 {file} 已损坏或被改动，没有恢复任何内容。请换一份备份（renshe backup list）。',
    en: 'The backup file {file} is damaged or was altered. Nothing was restored; take another backup (renshe backup list).',
  },
  'backup.cut-short': {
    zh: '备份文件 {file} 不完整，末尾缺失，没有恢复任何内容。请换一份备份（renshe backup list）。',
    en: 'The backup file {file} is cut short; its end is missing. Nothing was restored; take another backup (renshe backup list).',
  },
  'backup.file-missing': {
    zh: '备份中缺少文件 {file}，没有恢复任何内容。请换一份备份（renshe backup list）。',
    en: 'The file {file} is missing in the backup. Nothing was restored; take another backup (renshe backup list).',
  },
  'backup.none-found': {
    zh: '{folder} 中没有完整的备份 {id}。',
    en: 'There is no whole backup {id} in {folder}.',
  },
  'backup.several-databases': {
    zh: '这个文件夹里有不同数据库的备份（{ids}）：请用 --backup 指定一个。',
    en: 'The folder holds backups of different databases ({ids}): name one with --backup.',
  },
  'backup.none-before': {
    zh: '没有早于 {time} 的备份：最早可以恢复到 {oldest}。',
    en: 'There is no backup before {time}: the earliest time to restore to is {oldest}.',
  },
  'backup.beyond-archive': {
    zh: '备份只到 {until}，恢复不到 {time}。要恢复到最后，请不写 --to。',
    en: 'The backup reaches to {until}, not to {time}. To restore as far as it goes leave --to out.',
  },
  'backup.archive-stands': {
    zh: '刚才写入的内容没有进入备份，归档停在 {until}：请看 /api/health 里的原因。',
    en: 'What was written just now does not reach the archive, which stands at {until}: /api/health says why.',
  },
  'backup.no-space': {
    zh: '{folder} 所在磁盘只剩 {free} MB，恢复需要 {needed} MB：请腾出空间或另选文件夹。',
    en: 'The disk of {folder} has {free} MB left, the restore needs {needed} MB: make room or choose another folder.',
  },
  'backup.gap': {
    zh: '日志从 {segment} 起缺了一段，恢复不到这个时间：请选更早的时间，或用更晚的备份（renshe backup list）。',
    en: 'The log has a gap from {segment} on and does not reach that time: choose an earlier time or a later backup (renshe backup list).',
  },
  'backup.bad-time': {
    zh: '“{time}”不是时间，应写成 2026-11-22T10:00:00+08:00。',
    en: '“{time}” is no time; write it like 2026-11-22T10:00:00+08:00.',
  },
  'backup.target-not-empty': {
    zh: '文件夹 {folder} 已有内容，恢复不会覆盖它：请用 --data 指定一个新的文件夹。',
    en: 'The folder {folder} is not empty, and a restore overwrites nothing: name a new folder with --data.',
  },
  'backup.recovery-failed': {
    zh: '数据库没有恢复成功：{reason}',
    en: 'The database could not be recovered: {reason}',
  },
} as const satisfies ErrorSentences;

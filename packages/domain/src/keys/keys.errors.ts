import type { ErrorSentences } from '../kernel/app-error.ts';

export const keysErrors = {
  'keys.rotating': {
    zh: '另一个命令正在更换密钥，请等它完成。',
    en: 'Another command is rotating the keys; wait until it is done.',
  },
  'keys.no-key-file': {
    zh: '没有找到密钥文件 {path}：请用 --data 指出数据文件夹。',
    en: 'There is no key file at {path}: name the data folder with --data.',
  },
  'keys.value-unreadable': {
    zh: '{column} 中编号 {id} 的密文打不开：它被改动过、属于另一行，或是用别的密钥加密的。已换密钥的内容不受影响；请先恢复这一行，再运行 renshe keys rotate 继续。',
    en: 'The value of {column} in row {id} does not open: it was altered, belongs to another row, or was encrypted with a key that is not in the key file. What was re-encrypted before stays; restore that row, then run renshe keys rotate to go on.',
  },
  'keys.file-unreadable': {
    zh: '加密文件 {file} 打不开：它被改动过，或是用别的密钥加密的。已换密钥的内容不受影响；请先从备份恢复这个文件，再运行 renshe keys rotate 继续。',
    en: 'The encrypted file {file} does not open: it was altered or encrypted with a key that is not in the key file. What was re-encrypted before stays; restore that file from a backup, then run renshe keys rotate to go on.',
  },
} as const satisfies ErrorSentences;

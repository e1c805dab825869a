import type { ErrorSentences } from '../kernel/app-error.ts';

export const setupErrors = {
  'setup.restore-unfinished': {
    zh: '{folder} 中的恢复没有完成，不能启动。请重新运行 renshe restore 恢复到这个文件夹（会先清除没有恢复完的内容），或换一个文件夹。',
    en: 'A restore into {folder} was not finished, so nothing is started from it. Run renshe restore into the same folder again (it removes what is half-restored first), or use another folder.',
  },
  'setup.wrong-key-file': {
    zh: '密钥文件 {path} 不是本数据库原来使用的那一份，已停止启动，以免新旧数据互相读不出。请把原来的密钥文件放回原处再启动。',
    en: 'The key file {path} is not the one this database was written with. Nothing was started; put the original key file back in its place.',
  },
  'setup.not-durable': {
    zh: '数据库的 {settings} 已关闭：断电时会丢失已确认办结的数据。已停止启动；请在 PostgreSQL 中打开后再启动。',
    en: 'The database has {settings} switched off: a power cut would lose what was acknowledged. Nothing was started; switch it on in PostgreSQL and start again.',
  },
  'setup.no-city': {
    zh: '系统还没有启用城市，请先运行 renshe start。',
    en: 'No city is set up yet; run renshe start first.',
  },
  'setup.which-city': {
    zh: '这是一个空系统：请用 --city 321100 启用真实城市，或用 --demo 看演示城市。',
    en: 'This system is empty: give --city 321100 to set up a real city, or --demo for the demo city.',
  },
  'setup.wrong-month': {
    zh: '月份“{month}”不对，应写成 2026-11。',
    en: '“{month}” is no month; write it like 2026-11.',
  },
  'region.areas-wrong': {
    zh: '区域文件第 {line} 行有误：{zh}（共 {count} 处）',
    en: 'Line {line} of the area file: {en} ({count} faults in all)',
  },
  'region.not-text': {
    zh: '文件“{file}”既不是 UTF-8，也不是 GB18030 编码，读不出文字。请另存为 UTF-8 编码后再试。',
    en: 'The file “{file}” is neither UTF-8 nor GB18030: its text cannot be read. Save it as UTF-8 and try again.',
  },
  'region.area-unknown': { zh: '区域代码 {code} 不在区域文件中。', en: 'Area code {code} is not in the area file.' },
} as const satisfies ErrorSentences;

/** Help of the statistics: indicators, comparison, board, areas, exchange, plans, warnings. */
import { type PageHelp, task } from '../page-help.ts';

export const statisticsHelp = {
  '/indicators': {
    zh: {
      what: '每个数字是什么意思、怎么算、现在是多少。',
      tasks: [
        task('找一个指标', '输名称，或选类别。', '点名称看定义和算法。'),
        task('看变化', '打开指标，看近 13 个月。', '看分组：性别、年龄、文化程度。'),
        task('录入外部数字', '失业率等由市局、区县按文件录入。', '写明文件、单位和日期。'),
      ],
      troubles: [
        ['写着“无对象”', '没有可算的人，不是 0。'],
        ['和月报不同', '看月份锁定了没有，没锁定的还会变。'],
        ['录错了', '点“作废”。原来的记录保留。'],
      ],
    },
    en: {
      what: 'What each number means, how it is made, and what it is now.',
      tasks: [
        task('Find an indicator', 'Type its name or choose a subject.', 'Press it for definition and formula.'),
        task('See how it moved', 'Open it: the last 13 months.', 'And its groups: sex, age, education.'),
        task(
          'Enter an outside number',
          'The bureau and districts enter published rates.',
          'With document, publisher and date.',
        ),
      ],
      troubles: [
        ['It says “no object”', 'There is nobody to count. It is not 0.'],
        ['It differs from the report', 'Is the month closed? An open one still moves.'],
        ['A number was entered wrongly', 'Void it. The record stays.'],
      ],
    },
    words: ['indicator', 'stockFlow', 'noObject'],
  },
  '/analysis': {
    zh: {
      what: '比月份、比去年、比地区。',
      tasks: [
        task('比时间', '选指标和月份。', '看“对比”和“趋势”。'),
        task('比地区', '看“排名”和“地图”。', '点区域看下一级。'),
        task('存起来', '点“保存”，起个名称。', '可以给同事用。'),
      ],
      troubles: [
        ['数字和月报不同', '看口径：要一致请选“入账口径”。'],
        ['有的地区不排名', '人数太少，排名不公平，只列出。'],
        ['地图是空的', '本市还没有边界文件，看排名。'],
      ],
    },
    en: {
      what: 'Compares months, years and areas.',
      tasks: [
        task('Compare times', 'Choose indicators and a month.', 'See “Compare” and “Trend”.'),
        task('Compare areas', 'See “Ranking” and “Map”.', 'Press an area to look below it.'),
        task('Keep it', 'Save it under a name.', 'Colleagues can use it too.'),
      ],
      troubles: [
        ['It differs from the report', 'Choose “As booked” to see the same.'],
        ['Some areas are not ranked', 'Too few people to be fair; they are only listed.'],
        ['The map is empty', 'Your city has no boundary file yet; use the ranking.'],
      ],
    },
    words: ['basis', 'indicator', 'noObject'],
  },
  '/board': {
    zh: {
      what: '投到大屏上看的数字。没有个人信息。',
      tasks: [
        task('投到大屏', '点“全屏”。', '每 5 分钟自己刷新。'),
        task('看别的区域', '先到比较分析选区域。', '再打开看板。'),
        task('离开', '按 Esc，或点“返回”。'),
      ],
      troubles: [
        ['数字不动', '一个月的数字变得慢，这是正常的。'],
        ['字太小', '用 1920×1080 的屏幕，点“全屏”。'],
        ['断网了', '屏上留着最后一次的数字。'],
      ],
    },
    en: {
      what: 'Numbers for a large screen. No personal data.',
      tasks: [
        task('Show it', 'Press “Full screen”.', 'It refreshes every 5 minutes.'),
        task('Show another area', 'Choose it in the comparison first.', 'Then open the board.'),
        task('Leave', 'Press Esc, or “Back”.'),
      ],
      troubles: [
        ['Nothing moves', 'Numbers of a month move slowly.'],
        ['The letters are small', 'Use a screen of 1920×1080 and “Full screen”.'],
        ['The network broke', 'The last numbers stay on the screen.'],
      ],
    },
    words: ['indicator', 'stockFlow'],
  },
  '/areas': {
    zh: {
      what: '看本市的区域，和它们的来历。',
      tasks: [
        task('找一个区域', '输名称或代码。', '点它，右边出现资料。'),
        task('看来历', '点“沿革”。', '看改名、合并、拆分和文号。'),
        task('看下级', '点前面的箭头展开。'),
      ],
      troubles: [
        ['名字和以前不同', '改过名。旧报表仍用当时的名字。'],
        ['找不到村', '可能已经合并，看上级的沿革。'],
        ['想改', '由系统管理员办理。'],
      ],
    },
    en: {
      what: 'The areas of the city and where they come from.',
      tasks: [
        task('Find an area', 'Type its name or code.', 'Press it; the details appear on the right.'),
        task('See its history', 'Press “History”.', 'Renamings, mergers, splits, with their documents.'),
        task('Look below', 'Open it with the arrow.'),
      ],
      troubles: [
        ['The name is not the old one', 'It was renamed. Old reports keep the old name.'],
        ['A village is missing', 'It may have been merged; see the history above it.'],
        ['You want to change something', 'The system administrator does that.'],
      ],
    },
    words: ['areaOffice', 'succession'],
  },
  '/areas/$code/history': {
    zh: {
      what: '一个区域的来历，和新旧口径的数字。',
      tasks: [
        task('看变更', '按时间看每次变更和文号。'),
        task('比新旧', '“当时”是各月上报的数。', '“现在”假定一直是今天的区划。'),
        task('拆分社区', '区县或市局点“拆分”。', '选人，先看再办。'),
      ],
      troubles: [
        ['两个数不一样', '区划变过，不是错。'],
        ['拆分办错了', '没锁定前问系统管理员能否撤销。'],
        ['看不到那个人在哪边', '划过居民的社区，以前只比合计。'],
      ],
    },
    en: {
      what: 'Where an area comes from, and its numbers in the old and the new boundaries.',
      tasks: [
        task('See the changes', 'One after the other, with their documents.'),
        task('Compare old and new', '“Then” is what was reported.', '“Now” assumes the boundaries of today.'),
        task('Split a community', 'District or bureau press “Split”.', 'Choose the people; see first, then do it.'),
      ],
      troubles: [
        ['Two numbers differ', 'The boundaries changed. It is not an error.'],
        ['The split was wrong', 'Before the month is closed, ask the system administrator.'],
        ['It does not say who was on which side', 'Where people were moved, only totals can be compared.'],
      ],
    },
    words: ['succession', 'closing'],
  },
  '/exchange': {
    zh: {
      what: '把登记数据做成上级要的文件，也可以检查别处来的文件。',
      tasks: [
        task('做一次交付', '点“新建交付”，选地区和表。', '看检查结果。', '生成，写用途，下载。'),
        task('只交变化', '范围选“增量”。'),
        task('检查别人的文件', '切换到“检查文件”。', '选文件，看哪行哪列有错。'),
      ],
      troubles: [
        ['有错，停住了', '看是哪些人，到档案里改，再做一次。'],
        ['文件不见了', '过期会删除，请重新生成。'],
        ['政策享受表是空的', '系统还没有这类记录，页面写明了。'],
      ],
    },
    en: {
      what: 'Makes the files that the level above wants, and checks files from elsewhere.',
      tasks: [
        task(
          'Make a delivery',
          'Press “New delivery”; choose area and tables.',
          'Look at the check.',
          'Make the file, say what for, download.',
        ),
        task('Only what changed', 'Choose “Changes”.'),
        task('Check a file', 'Switch to “Check a file”.', 'See which row and column is wrong.'),
      ],
      troubles: [
        ['It stopped with errors', 'See who it is, correct the files, make it again.'],
        ['The file is gone', 'It is deleted after some days. Make it again.'],
        ['A table is empty', 'The page says why.'],
      ],
    },
    words: ['delivery', 'purpose'],
  },
  '/plans': {
    zh: {
      what: '规划和年度计划的清单。',
      tasks: [
        task('打开规划', '点名称。'),
        task('看有没有逾期', '看“逾期任务”一列。'),
        task('建立规划', '市局、区县点“建立规划”。', '填名称、期限和依据。'),
      ],
      troubles: [
        ['清单是空的', '本区域还没有规划。'],
        ['填错了名称', '打开后点“修改”。'],
        ['不能建立', '要市局或区县的权限。'],
      ],
    },
    en: {
      what: 'The plans of the area.',
      tasks: [
        task('Open one', 'Press its name.'),
        task('See what is overdue', 'Look at the column of overdue tasks.'),
        task('Make one', 'Bureau and districts press “Create a plan”.', 'Name, period, document.'),
      ],
      troubles: [
        ['The list is empty', 'The area has no plan yet.'],
        ['The name is wrong', 'Open it and change it.'],
        ['You cannot make one', 'It needs the rights of bureau or district.'],
      ],
    },
    words: ['targetLine', 'overdue'],
  },
  '/plans/$planId': {
    zh: {
      what: '一个规划的指标、任务和评估。',
      tasks: [
        task('看进度', '看目标、实际和预计。', '点指标看走势和下级。'),
        task('报告任务进展', '切换到“任务”。', '点“报告进展”。'),
        task('写评估', '切换到“评估与督查”。', '改草稿，再签发。'),
      ],
      troubles: [
        ['下级加起来不等于本级', '页面会标出，请重新分解。'],
        ['没有实际值', '那个指标由责任单位录入。'],
        ['签发后要改', '签发后不能改，另写一份。'],
      ],
    },
    en: {
      what: 'The indicators, tasks and evaluations of one plan.',
      tasks: [
        task('See how far it is', 'Target, actual, forecast.', 'Press an indicator for its months and what is below.'),
        task('Report on a task', 'Switch to “Tasks”.', 'Report progress.'),
        task('Write an evaluation', 'Switch to “Evaluations”.', 'Change the draft, then issue it.'),
      ],
      troubles: [
        ['The levels below do not add up', 'The page marks it; divide again.'],
        ['An actual value is missing', 'The office in charge enters it.'],
        ['An issued one has to change', 'It cannot. Write another.'],
      ],
    },
    words: ['targetLine', 'noObject', 'overdue'],
  },
  '/warnings': {
    zh: {
      what: '数字超过预警线，在这里提醒。',
      tasks: [
        task('看本月的预警', '从红到蓝往下看。', '点开看构成。'),
        task('处理', '点“知悉”。', '告知上级或下级。', '点“处置”，写措施、责任人、期限。'),
        task('办结', '措施做完，点“办结”，写结果。'),
      ],
      troubles: [
        ['告知错了单位', '不能收回，打电话说明。'],
        ['后来又低于预警线了', '照样办结，写明情况。'],
        ['预警线不合适', '请系统管理员改政策参数。'],
      ],
    },
    en: {
      what: 'Numbers beyond a warning line show here.',
      tasks: [
        task('See this month', 'From red down to blue.', 'Open one for what it is made of.'),
        task(
          'Deal with it',
          'Acknowledge it.',
          'Tell the level above or below.',
          'Write the measure, who, and by when.',
        ),
        task('Finish', 'When the measure is done, finish with the result.'),
      ],
      troubles: [
        ['The wrong office was told', 'It cannot be taken back. Call them.'],
        ['It fell below the line again', 'Finish it all the same and say so.'],
        ['The line does not fit', 'The system administrator changes the parameter.'],
      ],
    },
    words: ['warningLine', 'parameter'],
  },
} as const satisfies Record<string, PageHelp>;

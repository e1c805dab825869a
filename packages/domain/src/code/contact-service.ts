import type { CodeSet } from './code-set.ts';

/**
 * What a contact did for the person 提供的服务: the five strands of the service plan (handbook §4.7), and the acts of care for retirees
 * (handbook §8.7).
 */
export const contactServiceNames = [
  { code: 'job-introduction', zh: '职业介绍', en: 'Job introduction' },
  { code: 'training', zh: '职业培训', en: 'Training' },
  { code: 'guidance', zh: '职业指导', en: 'Guidance' },
  { code: 'living-security', zh: '社会保险与生活保障', en: 'Insurance and living security' },
  { code: 'policy', zh: '政策落实', en: 'Policies' },
  { code: 'care-greeting', zh: '慰问', en: 'Greeting' },
  { code: 'care-visit', zh: '探访', en: 'Looking in' },
  { code: 'care-health-check', zh: '健康体检', en: 'Health check' },
  { code: 'care-activity', zh: '文体活动', en: 'Activity' },
] as const satisfies CodeSet;

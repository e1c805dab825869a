/** Sends what was recorded at doors: a visit as a visit, answers as rows of the survey, each once. */
import { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { ApiError, call } from '../kit/api.ts';
import { later } from './along-photos.ts';
import { rowsToSend } from './door-answers.ts';
import { type DoorRecord, setDoorState, takeDoorForSending, takeResults } from './door-store.ts';

/** @returns the refusal after which no other record can be sent either @throws what is no answer of the server */
export async function sendDoor(key: string): Promise<ApiError | undefined> {
  const record = await takeDoorForSending(key);
  if (!record) return undefined;
  try {
    await sendWords(record);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401 || later.has(error.status)) {
      await setDoorState(key, 'waiting');
      if (!(error instanceof ApiError)) throw error;
      return error;
    }
    await setDoorState(key, error.code.endsWith('-meanwhile') ? 'conflict' : 'refused', error.message);
    return undefined;
  }
}

async function sendWords({ key, command, household, words, seen, areaCode, results }: DoorRecord): Promise<void> {
  const { entryId } = household;
  const { outcome, visitedOn, nextOn, note, answers } = words;
  if (outcome !== 'entered') {
    const body = { outcome, visitedOn, nextOn, note, ...(seen && { seen }) };
    await call(campaignVisitContracts.visit, { params: { entryId }, body }, { idempotencyKey: command });
    return setDoorState(key, 'saved');
  }
  const rows = rowsToSend(answers, household, results);
  if (rows.length === 0) return setDoorState(key, 'saved');
  const body = { areaCode, entryId, rows, ...(seen && { seen }) };
  const answer = await call(surveyContracts.save, { body }, { idempotencyKey: command });
  await takeResults(key, answer.rows);
}

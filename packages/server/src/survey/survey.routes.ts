import { surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { commandRoute, type RouteDefinition } from '../platform/route.ts';
import { saveSurvey } from './save-survey.ts';
import { undoSurvey } from './undo-survey.ts';

export const surveyRoutes: readonly RouteDefinition[] = [
  commandRoute(surveyContracts.save, saveSurvey),
  commandRoute(surveyContracts.undo, undoSurvey),
];

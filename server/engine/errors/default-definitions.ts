export { defaultErrorDefinitions } from '../../../schemas/model/default-errors.ts';

import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { issueCertificate, reissueCertificate } from './issue-certificate.ts';
import { printCertificate } from './print-certificate.ts';
import { restoreCertificate } from './restore-certificate.ts';
import { verifyCertificate } from './verify-certificate.ts';
import { voidCertificate } from './void-certificate.ts';

export const certificateRoutes: RouteDefinition[] = [
  commandRoute(certificateContracts.issue, issueCertificate),
  commandRoute(certificateContracts.reissue, reissueCertificate),
  commandRoute(certificateContracts.void, voidCertificate),
  commandRoute(certificateContracts.restore, restoreCertificate),
  readRoute(certificateContracts.print, printCertificate),
  readRoute(certificateContracts.verify, verifyCertificate),
];

import { optionRow as row, type OptionRow } from './option-row.ts';

/** Options of client programs (manual: client options) and of LDAP; the server accepts and checks them, no more. */
export const clientRows: Readonly<Record<string, readonly OptionRow[]>> = {
  'qorus-client': [
    row('client-url', 'string', null, 'URL that clients use.'),
    row('proxy-url', 'string', null, 'HTTP proxy.', { secret: true }),
    row('remote', 'bool', true, 'Default `remote` of interfaces without one.'),
    row('override-job-params', 'bool', false, 'Always override job schedules that were changed by API.'),
    row('missing-tag-warning', 'bool', true, 'Warning of the loader.'),
    row('warn-deprecated-api', 'bool', false, 'Warning of the loader.'),
    row('allow-test-execution', 'bool', false, 'Permit test runs of interfaces.'),
    row('applications', 'list', null, 'Installed user applications to verify.', { repeatable: true }),
    row('client-pool-minimum', 'int', 3, 'Least connections of client pools.'),
    row('client-pool-maximum', 'int', 10, 'Most connections of client pools.'),
  ],
  ldap: [
    row('uri', 'string', null, 'The LDAP server.'),
    row('base', 'string', null, 'Base DN of searches.'),
    row('directbindprefix', 'string', null, 'Put before user names for the bind DN.'),
    row('directusername', 'bool', false, 'Bind with the given user name.'),
    row('roleattr', 'string', null, 'Attribute with the roles of a user.'),
    row('roleregex', 'string', null, 'Expression that takes a role from that attribute.'),
    row('ubase', 'string', 'ou=people', 'Base of users.'),
    row('uentry', 'string', 'uid', 'Attribute that names a user.'),
  ],
};

/* PostgreSQL's own client library, for StoragePostgreSQL alone. */
#include <libpq-fe.h>

/* What Swift cannot call of SQLite, because it takes a list of arguments of any length; for StorageSQLite alone. */
struct sqlite3;
int sqlite3_db_config(struct sqlite3 *, int, ...);

/* SQLITE_DBCONFIG_ENABLE_QPSG: plans go by the text of a statement alone. Without it a statement that compares a column
   of a partial index with a parameter is compiled anew each time a value is bound to that parameter. */
static inline int keepPlans(struct sqlite3 *connection) {
    return sqlite3_db_config(connection, 1007, 1, (int *)0);
}

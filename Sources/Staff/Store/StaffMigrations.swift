import Storage

/// The slice's schema, in the order in which it grew.
public enum StaffMigrations {
    public static let all =
        [ShopStore.migration, StaffStore.migration, KeyStore.migration, SessionStore.migration]
        + [AttemptStore.migration, CodeStore.migration, LinkStore.migration, MessageStore.migration]
}

import Storage
import Vault

/// The slice's schema, in the order in which it grew.
public enum StaffMigrations {
    public static func all(_ vault: Vault, _ people: PersonVault) -> [Migration] {
        [ShopStore.migration, StaffStore.migration, KeyStore.migration, SessionStore.migration]
            + [AttemptStore.migration, CodeStore.migration, LinkStore.migration, MessageStore.migration]
            + [ShopSecrets.migration(vault), SecondFactorStore.migration, SessionStore.steps]
            + [
                MessageStore.personal(people), KeyStore.scopes, StaffStore.sealing(people),
                MessageStore.byCustomer, CodeStore.byCustomer, StaffStore.left,
            ]
    }
}

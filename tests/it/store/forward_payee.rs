//! Recipients that stood before it was kept who is paid, and the same legal person written down more than once.

use schuifruimte::store::schema;

use crate::support::on_both_at;

#[test]
fn who_shared_a_number_is_of_one_family_and_each_account_is_written_down() {
    on_both_at(22, |place| async move {
        let rows = [
            ("a", "'12345678'", "NULL", "NULL, NULL, NULL"),
            ("b", "'12345678'", "'123456782'", "NULL, NULL, NULL"),
            ("c", "NULL", "'123456782'", "NULL, NULL, NULL"),
            ("d", "NULL", "NULL", "NULL, NULL, NULL"),
        ];
        for (id, kvk, rsin, account) in rows {
            let insert = format!(
                "INSERT INTO recipient (id, kind, class, name, name_key, street, postcode, place, kvk, rsin, pay_by, iban, \
                 iban_last, iban_mark, account_name, account_key, is_enterprise, family_id, revision, changed_at) \
                 VALUES ('{id}', 'foundation', 'resident', '{id}', '{id}', '', '', '', {kvk}, {rsin}, 'account', {account}, \
                 '', '', 0, '{id}', 3, 7)"
            );
            place.sql(insert.clone()).await.unwrap_or_else(|error| panic!("{insert}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let family = "SELECT COUNT(*) FROM recipient WHERE family_id = 'a'";
        assert_eq!(place.number(family).await, 3, "a chain of numbers is one family");
        let alone = "SELECT COUNT(*) FROM recipient WHERE id = 'd' AND family_id = 'd'";
        assert_eq!(place.number(alone).await, 1);
        let known = "SELECT COUNT(*) FROM recipient_payee WHERE revision = 3 AND needs_second = 0";
        assert_eq!(place.number(known).await, 4);
    });
}

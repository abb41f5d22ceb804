"""The counter page in Chromium, as a clerk sees and uses it."""

from pathlib import Path

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

PICTURES = Path(__file__).parents[3] / "var" / "pictures"


class CounterScreen:
    """What the clerk sees and does; ``signed_in`` with the cookie of the officer at the counter, else before the form."""

    def __init__(self, browser, hall, counter=5, *, signed_in=True, language="vi"):
        self.browser = browser
        browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
        for name, value in hall.cookies.get(counter, {}).items() if signed_in else ():
            cookie = {"name": name, "value": value, "url": hall.address, "httpOnly": True, "sameSite": "Strict"}
            browser.execute_cdp_cmd("Network.setCookie", cookie)
        browser.get(f"{hall.address}/counter/{counter}?lang={language}")

    def until(self, condition, seconds=10):
        return WebDriverWait(self.browser, seconds, 0.02, [StaleElementReferenceException]).until(lambda _: condition())

    def shown(self, place):
        return self.browser.find_element(By.CSS_SELECTOR, f'body [data-text="{place}"]').text

    def sees(self, **places):
        """And no press is on its way any more: what is pressed meanwhile counts for nothing."""
        self.until(lambda: all(self.shown(place) == text for place, text in places.items()))
        self.until(lambda: not self.browser.find_elements(By.CSS_SELECTOR, "button.pressed"))

    def menu(self):
        """What the second key can choose, as it stands there; empty without a menu."""
        return self.browser.find_element(By.ID, "menu").text

    def is_told(self, text):
        self.until(lambda: text in self.browser.find_element(By.ID, "said").text)

    def button(self, command):
        return self.browser.find_element(By.CSS_SELECTOR, f'button[data-command="{command}"]')

    def open_buttons(self):
        found = self.browser.find_elements(By.CSS_SELECTOR, 'button[data-command][aria-disabled="false"]')
        return {one.get_attribute("data-command") for one in found}

    def key(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def hold(self, key, code, repeats):
        """A key held down, as the keyboard sends it."""
        send = self.browser.execute_cdp_cmd
        press = {"type": "keyDown", "key": key, "code": code, "windowsVirtualKeyCode": ord(key[0]), "text": key}
        send("Input.dispatchKeyEvent", press)
        for _ in range(repeats):
            send("Input.dispatchKeyEvent", {**press, "autoRepeat": True})
        send("Input.dispatchKeyEvent", {**press, "type": "keyUp"})

    def is_lost(self):
        return self.browser.find_element(By.ID, "lost").is_displayed()

    def picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.browser.execute_async_script("document.fonts.ready.then(arguments[0])")
        self.browser.save_screenshot(str(PICTURES / f"{name}.png"))
